/** Pushes through Firebase Cloud Messaging, by its Admin SDK: to Android, and from there to Apple. */
@NullMarked
package im.hearth.push.firebase;

import org.jspecify.annotations.NullMarked;
