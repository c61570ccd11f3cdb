/** What has happened to a person's account: logins, passwords, numbers. */
@NullMarked
package im.hearth.people.activities;

import org.jspecify.annotations.NullMarked;
