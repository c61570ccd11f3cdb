package im.hearth.reports;

final class ReportsOnHsqldbTest extends ReportsContract {
    @Override
    House house() {
        return new House();
    }
}
