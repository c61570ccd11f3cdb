package im.hearth.reports;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.core.rest.Caller;
import java.io.IOException;

/** What a person reported, for that person. */
final class ReportData implements PersonalData {
    private final Reports reports;

    ReportData(Reports reports) {
        this.reports = reports;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        Caller person = new Caller(username, "", false);
        copy.list("reports.json", after -> reports.list(
                        person, new ReportFilter(null, null, null, null, null, null, Params.before(after)), Copy.PAGE)
                .map(ReportView::forReporter));
    }
}
