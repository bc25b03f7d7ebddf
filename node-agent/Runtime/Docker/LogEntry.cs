using System.Globalization;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>A line of a log file as Docker's <c>json-file</c> driver writes it. A long line of a process comes in several, of which only the last ends with a line feed.</summary>
/// <param name="Written">When it was written, as the file says it: RFC 3339 in UTC, with as many digits as are needed.</param>
/// <param name="Text">What was written.</param>
internal readonly record struct LogEntry(string Written, ReadOnlyMemory<byte> Text)
{
    private const int FractionDigits = 9;

    public bool EndsLine => Text.Length > 0 && Text.Span[^1] == (byte)'\n';

    public DateTimeOffset Time => DateTimeOffset.Parse(Written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The time as it stands before a line: <c>2026-01-02T03:04:05.678900000Z</c>.</summary>
    public string Stamp
    {
        get
        {
            var (whole, fraction) = Written[..^1].Split('.') is [var before, var after] ? (before, after) : (Written[..^1], "");
            return $"{whole}.{fraction.PadRight(FractionDigits, '0')}Z";
        }
    }

    /// <summary>Reads a line; null when it is none, as after a power cut.</summary>
    public static LogEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var (text, time) = (default(byte[]), default(string));
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                var (isText, isTime) = (reader.ValueTextEquals("log"u8), reader.ValueTextEquals("time"u8));
                reader.Read();
                if (isText) text = TextOf(ref reader);
                else if (isTime) time = reader.GetString();
                else reader.Skip();
            }

            return text is not null && time?.EndsWith('Z') == true ? new LogEntry(time, text) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] TextOf(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }
}
