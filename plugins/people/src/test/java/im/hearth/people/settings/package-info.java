@NullMarked
package im.hearth.people.settings;

import org.jspecify.annotations.NullMarked;
