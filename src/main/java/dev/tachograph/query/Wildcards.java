package dev.tachograph.query;

/**
 * A pattern for a whole value: {@code *} is any text, {@code ?} any one character.
 *
 * @param text in which a backslash stands before each star, question mark and backslash that is meant as such
 */
public record Wildcards(String text) {
    private static final String SPECIAL = "*?\\";
    private static final String SPECIAL_IN_SQL = "%_\\";

    /** The literal text as part of a pattern. */
    static String quoted(int character) {
        String letter = Character.toString(character);
        return SPECIAL.contains(letter) ? "\\" + letter : letter;
    }

    /** The same as a pattern of SQL's LIKE with a backslash before what is meant as such. */
    public String like() {
        var like = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuoted || SPECIAL.indexOf(c) < 0) {
                like.append(SPECIAL_IN_SQL.indexOf(c) < 0 ? "" : "\\").append(c);
                isQuoted = false;
            } else if (c == '\\') {
                isQuoted = true;
            } else {
                like.append(c == '*' ? '%' : '_');
            }
        }
        return like.toString();
    }
}
