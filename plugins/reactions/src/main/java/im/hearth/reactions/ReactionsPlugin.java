package im.hearth.reactions;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.db.CommitClock;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.reactions.emoticons.EmoticonData;
import im.hearth.reactions.emoticons.EmoticonMarks;
import im.hearth.reactions.emoticons.EmoticonResource;
import im.hearth.reactions.emoticons.EmoticonStore;
import im.hearth.reactions.emoticons.Emoticons;
import im.hearth.reactions.stanza.EmojiMarkup;
import im.hearth.reactions.stanza.ReactionSet;
import java.util.List;

/** Reactions to messages, and people's own emoticons. */
public final class ReactionsPlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        Emoticons emoticons = new Emoticons(
                core.database(), core.accounts(), new EmoticonStore(), core.media(), core.settings(), core.clock());
        Reactions reactions = new Reactions(
                core.database(),
                core.accounts(),
                new CommitClock(),
                new ReactionStore(),
                new Emojis(emoticons),
                core.talks(),
                core.notices(),
                core.people(),
                core.settings(),
                core.domain());
        registrations.add(core.events().subscribe(AccountDeleted.class, reactions::forget));
        registrations.add(core.events().within(AccountDeleted.class, emoticons::forget));
        registrations.add(core.talks().add(new ReactionPart(reactions, new EmoticonMarks(emoticons))));
        registrations.add(core.personalData().add(new ReactionData(reactions)));
        registrations.add(core.personalData().add(new EmoticonData(emoticons)));
        registrations.add(core.rest()
                .add(new RestModule(
                        "reactions",
                        List.of(new ReactionResource(reactions, emoticons), new EmoticonResource(emoticons)),
                        ReactionsPlugin.class.getResource("/openapi/hearth-reactions.json"))));
        for (String feature : List.of(ReactionSet.NAMESPACE, EmojiMarkup.NAMESPACE)) {
            registrations.add(core.disco().accountFeature(feature));
            registrations.add(core.disco().serverFeature(feature));
        }
    }
}
