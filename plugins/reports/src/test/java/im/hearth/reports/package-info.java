@NullMarked
package im.hearth.reports;

import org.jspecify.annotations.NullMarked;
