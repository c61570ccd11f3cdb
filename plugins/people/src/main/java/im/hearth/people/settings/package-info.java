/** What a person has set: looks, notifications, and who sees what of them. */
@NullMarked
package im.hearth.people.settings;

import org.jspecify.annotations.NullMarked;
