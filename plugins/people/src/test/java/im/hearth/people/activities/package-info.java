@NullMarked
package im.hearth.people.activities;

import org.jspecify.annotations.NullMarked;
