/** For the build only: how the OpenAPI generator names what is on the wire. */
@NullMarked
package im.hearth.openapi;

import org.jspecify.annotations.NullMarked;
