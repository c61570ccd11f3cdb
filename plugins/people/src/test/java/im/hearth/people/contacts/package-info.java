@NullMarked
package im.hearth.people.contacts;

import org.jspecify.annotations.NullMarked;
