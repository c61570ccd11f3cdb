package im.hearth.phoneauth;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountSuspended;
import im.hearth.core.health.Condition;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.openfire.SaslMechanisms;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.phoneauth.codes.CodeResource;
import im.hearth.phoneauth.codes.VerificationStore;
import im.hearth.phoneauth.codes.Verifications;
import im.hearth.phoneauth.limits.CounterStore;
import im.hearth.phoneauth.limits.Limits;
import im.hearth.phoneauth.sasl.OAuthBearerServer;
import im.hearth.phoneauth.sms.ConsoleSender;
import im.hearth.phoneauth.sms.NoSender;
import im.hearth.phoneauth.sms.Senders;
import im.hearth.phoneauth.sms.TwilioClient;
import im.hearth.phoneauth.sms.TwilioMessagingSender;
import im.hearth.phoneauth.sms.TwilioVerifySender;
import im.hearth.phoneauth.sms.WatchedSender;
import im.hearth.phoneauth.tokens.AccessTokens;
import im.hearth.phoneauth.tokens.JwksServlet;
import im.hearth.phoneauth.tokens.SessionData;
import im.hearth.phoneauth.tokens.SessionResource;
import im.hearth.phoneauth.tokens.SessionStore;
import im.hearth.phoneauth.tokens.Sessions;
import im.hearth.phoneauth.tokens.SigningKeyStore;
import im.hearth.phoneauth.tokens.SigningKeys;
import im.hearth.phoneauth.users.Decoy;
import im.hearth.phoneauth.users.DiscoveryStore;
import im.hearth.phoneauth.users.Logins;
import im.hearth.phoneauth.users.Numbers;
import im.hearth.phoneauth.users.PasswordResource;
import im.hearth.phoneauth.users.Passwords;
import im.hearth.phoneauth.users.Silence;
import im.hearth.phoneauth.users.TokenResource;
import im.hearth.phoneauth.users.UserResource;
import im.hearth.phoneauth.users.Users;
import im.hearth.phoneauth.users.WebSocketAddress;
import java.time.Duration;
import java.util.List;

/** Registration and login by phone number and code; tokens; SASL OAUTHBEARER. */
public final class PhoneAuthPlugin extends FeaturePlugin {
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final Duration ROTATION_LOOK_EVERY = Duration.ofHours(1);

    @Override
    protected void start(Core core, Registrations registrations) {
        PhoneNumbers phoneNumbers = new PhoneNumbers(PhoneNumberUtil.getInstance(), core.settings());
        Limits limits = new Limits(core.database(), new CounterStore(), core.settings(), core.clock());
        TwilioClient twilio = new TwilioClient(core.settings());
        registrations.add(twilio);
        WatchedSender sender = new WatchedSender(
                new Senders(
                        core.settings(),
                        new NoSender(),
                        new ConsoleSender(),
                        new TwilioVerifySender(twilio),
                        new TwilioMessagingSender(twilio, core.settings())),
                core.meters());
        registrations.add(core.health()
                .add(
                        "sms",
                        () -> core.settings().get(Senders.PROVIDER) == Senders.Provider.NONE
                                ? Condition.OFF
                                : sender.condition()));
        Verifications verifications = new Verifications(
                core.database(),
                new VerificationStore(),
                limits,
                sender,
                core.secrets(),
                core.meters(),
                core.clock(),
                core.random());

        SigningKeys keys = new SigningKeys(
                core.database(), new SigningKeyStore(), core.secrets(), core.settings(), core.clock(), core.random());
        Sessions sessions = new Sessions(
                core.database(),
                new SessionStore(),
                new AccessTokens(keys, core.domain(), core.settings(), core.clock()),
                core.accounts(),
                core.suspensions(),
                core.users(),
                core.sessions(),
                core.secrets(),
                core.settings(),
                core.clock(),
                core.random());

        Numbers numbers = new Numbers(
                core.database(),
                core.accounts(),
                core.suspensions(),
                sessions,
                new Silence(core.sessions(), core.settings(), core.clock()));
        Users users = new Users(
                core.domain(),
                core.database(),
                core.accounts(),
                core.users(),
                core.people(),
                new DiscoveryStore(),
                verifications,
                numbers,
                phoneNumbers,
                limits);
        Logins logins = new Logins(
                core.database(),
                core.accounts(),
                core.users(),
                verifications,
                numbers,
                phoneNumbers,
                sessions,
                limits,
                new Decoy());
        Passwords passwords = new Passwords(
                core.database(), core.accounts(), core.users(), core.sessions(), verifications, numbers, sessions);

        registrations.add(core.events().subscribe(AccountDeleted.class, deleted -> {
            sessions.endAll(deleted.username());
            users.forget(deleted.username());
        }));
        registrations.add(
                core.events().subscribe(AccountSuspended.class, suspended -> sessions.doubt(suspended.username())));
        registrations.add(core.sessions().onComingOrGoing(users::used));
        registrations.add(core.jobs().every("phone-auth.purge", PURGE_EVERY, () -> {
            verifications.purge();
            limits.purge();
            sessions.purge();
        }));
        registrations.add(core.jobs().every("phone-auth.keys", ROTATION_LOOK_EVERY, keys::rotate));

        registrations.add(core.personalData()
                .add((username, copy) ->
                        copy.json("account.json", users.own(core.accounts().require(username)))));
        registrations.add(core.personalData().add(new SessionData(sessions)));

        registrations.add(core.rest().checkTokensWith(sessions));
        registrations.add(core.rest()
                .add(new RestModule(
                        "phone-auth",
                        List.of(
                                new UserResource(users),
                                new CodeResource(verifications, phoneNumbers),
                                new TokenResource(logins, sessions, users, new WebSocketAddress(core.settings())),
                                new SessionResource(sessions),
                                new PasswordResource(passwords)),
                        PhoneAuthPlugin.class.getResource("/openapi/hearth-phone-auth.json"))));
        registrations.add(core.web().mount("/.well-known/jwks.json", new JwksServlet(keys)));
        registrations.add(new SaslMechanisms(core.sessions())
                .add(OAuthBearerServer.MECHANISM, opened -> new OAuthBearerServer(core.domain(), sessions, opened)));
    }
}
