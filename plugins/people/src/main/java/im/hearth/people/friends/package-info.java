/** Friendships: the roster subscriptions of people, with what a roster lacks. */
@NullMarked
package im.hearth.people.friends;

import org.jspecify.annotations.NullMarked;
