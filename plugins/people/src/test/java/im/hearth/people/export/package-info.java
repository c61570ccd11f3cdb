@NullMarked
package im.hearth.people.export;

import org.jspecify.annotations.NullMarked;
