package im.hearth.push.devices;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** A person's devices, for that person; without the tokens, which are secrets between their devices and us. */
public final class DeviceData implements PersonalData {
    private final Devices devices;

    public DeviceData(Devices devices) {
        this.devices = devices;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("devices.json", after -> devices.list(username, after, Copy.PAGE)
                .map(DeviceView::of));
    }
}
