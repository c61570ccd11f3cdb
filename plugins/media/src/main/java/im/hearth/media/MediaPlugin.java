package im.hearth.media;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.core.settings.Settings;
import im.hearth.media.blob.Blobs;
import im.hearth.media.blob.BucketBlobs;
import im.hearth.media.blob.FolderBlobs;
import im.hearth.media.image.Pictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Files: uploaded by REST or by slots, looked at, kept in a folder or a bucket, and read at addresses nobody can guess. */
public final class MediaPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        Settings settings = core.settings();
        Path folder = folder(core);
        Blobs blobs = blobs(settings, folder);
        registrations.add(() -> close(blobs));
        Spool spool = new Spool(folder.resolve("incoming"));
        MediaUrls urls = new MediaUrls(core.origin());
        MediaStore store = new MediaStore();
        SlotStore slotStore = new SlotStore();
        MediaTypes types = new MediaTypes();
        Pictures pictures = new Pictures();

        MediaLibrary library = new MediaLibrary(
                core.database(),
                core.accounts(),
                store,
                slotStore,
                blobs,
                spool,
                new Inspection(types, pictures, settings),
                urls,
                settings,
                core.clock(),
                core.random());
        registrations.add(core.media().keptBy(library));
        registrations.add(core.media().drawnBy(new CutPortraits(spool, types, pictures, settings)));
        registrations.add(core.events().subscribe(AccountDeleted.class, library::forget));
        registrations.add(core.personalData().add(new MediaData(library)));

        Slots slots =
                new Slots(core.database(), core.accounts(), slotStore, store, library, urls, settings, core.clock());
        MediaStanzas stanzas = new MediaStanzas(slots, core.users(), core.domain(), core.clock());
        registrations.add(core.components().add("upload", stanzas, stanzas::serve));
        registrations.add(core.web().mount(MediaUrls.MOUNT, new MediaServlet(library, slots)));
        registrations.add(core.rest()
                .add(new RestModule(
                        "media",
                        List.of(new UploadResource(library, settings)),
                        MediaPlugin.class.getResource("/openapi/hearth-media.json"))));

        Sweep sweep = new Sweep(core.database(), store, slotStore, library, blobs, spool, settings, core.clock());
        sweep.temporaries();
        registrations.add(core.jobs().every("media.sweep", Sweep.PERIOD, sweep::run));
        registrations.add(core.jobs().every("media.orphans", Sweep.ORPHANS_PERIOD, sweep::orphans));
    }

    private static Path folder(Core core) {
        String named = core.settings().get(MediaSettings.FOLDER);
        return named.isBlank() ? core.home().resolve("hearth").resolve("media") : Path.of(named);
    }

    private static Blobs blobs(Settings settings, Path folder) {
        String bucket = settings.get(MediaSettings.BUCKET);
        if (bucket.isBlank()) {
            return new FolderBlobs(folder.resolve("files"));
        }
        String endpoint = settings.get(MediaSettings.ENDPOINT);
        return new BucketBlobs(
                endpoint.isBlank() ? null : URI.create(endpoint),
                settings.get(MediaSettings.REGION),
                bucket,
                settings.get(MediaSettings.ACCESS_KEY),
                settings.get(MediaSettings.SECRET_KEY));
    }

    private static void close(Blobs blobs) {
        try {
            blobs.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
