package im.hearth.push.devices;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.push.PushSettings;
import im.hearth.push.send.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The rules of devices, for both doors. */
public final class Devices {
    /** Of a device that was registered under another master key: it goes when it is to be woken. */
    private static final Target UNREADABLE = new Target("", null, null);

    private final Database database;
    private final Accounts accounts;
    private final DeviceStore store;
    private final DeviceBox box;
    private final Predicate<Platform> served;
    private final Settings settings;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /**
     * The rules.
     *
     * @param served whether this server sends pushes by that platform
     */
    public Devices(
            Database database,
            Accounts accounts,
            DeviceStore store,
            DeviceBox box,
            Predicate<Platform> served,
            Settings settings,
            Supplier<UUID> ids,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.store = store;
        this.box = box;
        this.served = served;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A device that was registered.
     *
     * @param created whether it is new to its owner
     */
    record Registered(Device device, boolean created) {}

    /**
     * Registers a device; one that is known already is as it is said now. A token that somebody else had registered is
     * this person's from now on: whoever has it has the device.
     *
     * @throws Problem INVALID with the field; CONFLICT, {@code too-many-devices}
     */
    Registered register(Registrant who, Registration wanted) {
        if (!served.test(wanted.platform())) {
            throw Problem.invalid(
                    "platform",
                    "this server sends no pushes by " + wanted.platform().label());
        }
        try {
            return registerOnce(who, wanted);
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Somebody registered it at the same moment: now it is there.
            return registerOnce(who, wanted);
        }
    }

    private Registered registerOnce(Registrant who, Registration wanted) {
        String hash = box.hash(who.username(), wanted.platform(), wanted.target());
        return database.write(transaction -> {
            accounts.requireHeld(transaction, who.username());
            Optional<DeviceStore.Row> known = store.findByHash(transaction.handle(), hash);
            if (known.isPresent() && known.get().username().equals(who.username())) {
                return new Registered(renew(transaction, known.get(), who, wanted), false);
            }
            known.ifPresent(device -> store.delete(transaction.handle(), List.of(device.id())));
            int most = settings.get(PushSettings.DEVICES_PER_ACCOUNT);
            if (store.count(transaction.handle(), who.username()) >= most) {
                throw Problem.conflict(
                        "too-many-devices", "You have " + most + " devices. Delete one that you do not use any more.");
            }
            String id = ids.get().toString();
            DeviceStore.Row made = new DeviceStore.Row(
                    id,
                    who.username(),
                    wanted.platform(),
                    wanted.provider(),
                    hash,
                    box.seal(id, wanted.target()),
                    wanted.name(),
                    wanted.enabled(),
                    who.session(),
                    clock.millis());
            store.insert(transaction.handle(), made);
            return new Registered(device(made), true);
        });
    }

    private Device renew(Transaction transaction, DeviceStore.Row known, Registrant who, Registration wanted) {
        String name = wanted.name() == null ? known.name() : wanted.name();
        DeviceStore.Row renewed =
                with(known, box.seal(known.id(), wanted.target()), name, wanted.enabled(), who.session());
        store.update(transaction.handle(), renewed);
        return device(renewed);
    }

    /** Somebody's devices, the newest first. */
    Page<Device> list(String username, @Nullable String after, int limit) {
        Key key = Key.parse(after);
        List<DeviceStore.Row> rows =
                database.read(handle -> store.list(handle, username, key.at(), key.id(), limit + 1));
        return Page.of(rows, limit, row -> new Key(row.createdAt(), row.id()).text())
                .map(this::device);
    }

    /**
     * A device of somebody's.
     *
     * @throws Problem NOT_FOUND
     */
    Device require(String username, String id) {
        return device(row(username, id));
    }

    private DeviceStore.Row row(String username, String id) {
        Optional<DeviceStore.Row> found =
                Key.isId(id) ? database.read(handle -> store.find(handle, username, id)) : Optional.empty();
        return found.orElseThrow(Devices::absent);
    }

    /**
     * What is to be another way.
     *
     * @param name the new one, if {@code setName}; null for none
     * @param enabled null to leave it
     */
    record Change(
            boolean setName,
            @Nullable String name,
            @Nullable Boolean enabled) {}

    /**
     * Changes a device.
     *
     * @throws Problem NOT_FOUND
     */
    Device change(String username, String id, Change change) {
        DeviceStore.Row known = row(username, id);
        return database.write(transaction -> {
            DeviceStore.Row current =
                    store.find(transaction.handle(), username, known.id()).orElseThrow(Devices::absent);
            DeviceStore.Row changed = with(
                    current,
                    current.sealed(),
                    change.setName() ? change.name() : current.name(),
                    change.enabled() == null ? current.enabled() : change.enabled(),
                    current.session());
            store.update(transaction.handle(), changed);
            return device(changed);
        });
    }

    /**
     * Forgets a device.
     *
     * @throws Problem NOT_FOUND
     */
    void remove(String username, String id) {
        DeviceStore.Row known = row(username, id);
        database.write(transaction -> store.delete(transaction.handle(), List.of(known.id())));
    }

    /**
     * Forgets devices at a push service (XEP-0357, section 6).
     *
     * @param node null for all of them
     */
    void disable(String username, String service, @Nullable String node) {
        List<String> gone =
                database
                        .read(handle -> store.of(handle, username, Platform.XMPP, Registration.providerOf(service)))
                        .stream()
                        .filter(row -> {
                            Target target = box.open(row.id(), row.sealed()).orElse(UNREADABLE);
                            return target.token().equals(service) && (node == null || node.equals(target.node()));
                        })
                        .map(DeviceStore.Row::id)
                        .toList();
        database.write(transaction -> store.delete(transaction.handle(), gone));
    }

    /** Forgets the devices of a session that has ended: nobody is logged in there any more. */
    public void forget(Transaction transaction, SessionEnded ended) {
        store.delete(
                transaction.handle(), store.idsOfSession(transaction.handle(), ended.username(), ended.sessionId()));
    }

    /** Forgets the devices of somebody who leaves. */
    public void forget(Transaction transaction, AccountDeleted deleted) {
        store.delete(transaction.handle(), store.ids(transaction.handle(), deleted.username()));
    }

    private Device device(DeviceStore.Row row) {
        return new Device(
                row.id(),
                row.username(),
                row.platform(),
                box.open(row.id(), row.sealed()).orElse(UNREADABLE),
                row.name(),
                row.enabled(),
                Instant.ofEpochMilli(row.createdAt()));
    }

    private static DeviceStore.Row with(
            DeviceStore.Row row, String sealed, @Nullable String name, boolean enabled, @Nullable String session) {
        return new DeviceStore.Row(
                row.id(),
                row.username(),
                row.platform(),
                row.provider(),
                row.tokenHash(),
                sealed,
                name,
                enabled,
                session,
                row.createdAt());
    }

    private static Problem absent() {
        return Problem.notFound("There is no such device of yours.");
    }
}
