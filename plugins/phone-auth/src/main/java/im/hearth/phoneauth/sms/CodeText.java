package im.hearth.phoneauth.sms;

/** What an SMS with a code says. */
final class CodeText {
    private CodeText() {}

    static String of(String code) {
        return "Your Hearth code is " + code + ". It is valid for 5 minutes.";
    }
}
