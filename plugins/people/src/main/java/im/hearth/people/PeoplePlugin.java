package im.hearth.people;

import im.hearth.core.Core;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;

/** Friendships, profiles, statuses, settings, blocks, tags and contacts. */
public final class PeoplePlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {}
}
