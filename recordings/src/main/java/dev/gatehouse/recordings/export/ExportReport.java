package dev.gatehouse.recordings.export;

import java.nio.file.Path;

/**
 * What an export covers.
 *
 * <p>Units and ranges: {@code size} is the tree size of the checkpoint that the bundle holds, in
 * entries; {@code committedSize} that of the log when the export began: the difference was not
 * signed yet. {@code root} is base64. {@code bytes} counts the content of all {@code files}.
 */
public record ExportReport(
    Path target,
    String origin,
    long size,
    String root,
    long committedSize,
    long files,
    long bytes) {}
