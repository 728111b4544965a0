package io.ringfence.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Rows of text under headings, at most 100 columns wide. */
final class Table {
    static final int WIDTH_MAX = 100;
    private static final int SHORTEST = 6;

    /** Numbers stand to the right and are never cut; details are cut before text is. */
    private enum Kind {
        TEXT,
        DETAIL,
        NUMBER
    }

    /** A heading, and what stands under it. */
    record Column(String heading, Kind kind) {}

    private final List<Column> columns;
    private final List<String[]> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::heading).toArray(String[]::new));
    }

    static Column text(String heading) {
        return new Column(heading, Kind.TEXT);
    }

    /** Text of which the beginning will do. */
    static Column detail(String heading) {
        return new Column(heading, Kind.DETAIL);
    }

    static Column number(String heading) {
        return new Column(heading, Kind.NUMBER);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::plain).toArray(String[]::new));
    }

    /** Keys are any Unicode: what would move the cursor is shown as a question mark. */
    private static String plain(Object cell) {
        return String.valueOf(cell).replaceAll("\\p{Cntrl}", "?");
    }

    List<String> lines() {
        int[] widths = IntStream.range(0, columns.size()).map(this::widest).toArray();
        int gap = Arrays.stream(widths).sum() + 2 * (widths.length - 1) <= WIDTH_MAX ? 2 : 1;
        int sumMax = WIDTH_MAX - gap * (widths.length - 1);
        narrow(Kind.DETAIL, widths, sumMax);
        narrow(Kind.TEXT, widths, sumMax);
        return rows.stream().map(row -> line(row, widths, " ".repeat(gap))).toList();
    }

    private int widest(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElseThrow();
    }

    /**
     * Takes from the widest of that kind, one by one, until all fit or none is left to take from.
     */
    private void narrow(Kind kind, int[] widths, int sumMax) {
        while (Arrays.stream(widths).sum() > sumMax) {
            OptionalInt widest =
                    IntStream.range(0, widths.length)
                            .filter(i -> columns.get(i).kind() == kind && widths[i] > SHORTEST)
                            .reduce((i, j) -> widths[j] > widths[i] ? j : i);
            if (widest.isEmpty()) return;
            widths[widest.getAsInt()]--;
        }
    }

    private String line(String[] row, int[] widths, String gap) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String cell =
                    row[i].length() <= widths[i]
                            ? row[i]
                            : row[i].substring(0, widths[i] - 1) + "…";
            String pad = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : gap)
                    .append(columns.get(i).kind() == Kind.NUMBER ? pad + cell : cell + pad);
        }
        return line.toString().stripTrailing();
    }
}
