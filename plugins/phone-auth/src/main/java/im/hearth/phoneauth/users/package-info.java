/** Accounts of people: registration, login, password, number, leaving. */
@NullMarked
package im.hearth.phoneauth.users;

import org.jspecify.annotations.NullMarked;
