@NullMarked
package im.hearth.rest;

import org.jspecify.annotations.NullMarked;
