package im.hearth.phoneauth.users;

import im.hearth.core.accounts.Account;
import im.hearth.phoneauth.tokens.Tokens;

/**
 * Somebody is logged in.
 *
 * @param existing whether the account was there before
 */
public record Login(Account account, Tokens tokens, boolean existing) {}
