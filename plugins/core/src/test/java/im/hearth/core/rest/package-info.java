@NullMarked
package im.hearth.core.rest;

import org.jspecify.annotations.NullMarked;
