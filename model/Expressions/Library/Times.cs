using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Kube.Model.Expressions.Syntax;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Points and spans of time. Both are exact to 100 ns.</summary>
internal static partial class Times
{
    public static void Declare(FunctionTable table)
    {
        table.Global(Operators.Add, [Timestamp, Duration], Timestamp, static a => Instant((DateTimeOffset)a[0]!, (TimeSpan)a[1]!));
        table.Global(Operators.Add, [Duration, Timestamp], Timestamp, static a => Instant((DateTimeOffset)a[1]!, (TimeSpan)a[0]!));
        table.Global(Operators.Add, [Duration, Duration], Duration, static a => (TimeSpan)a[0]! + (TimeSpan)a[1]!);
        table.Global(Operators.Subtract, [Timestamp, Timestamp], Duration, static a => (DateTimeOffset)a[0]! - (DateTimeOffset)a[1]!);
        table.Global(Operators.Subtract, [Timestamp, Duration], Timestamp, static a => Instant((DateTimeOffset)a[0]!, -(TimeSpan)a[1]!));
        table.Global(Operators.Subtract, [Duration, Duration], Duration, static a => (TimeSpan)a[0]! - (TimeSpan)a[1]!);
        Part(table, "getFullYear", static t => t.Year);
        Part(table, "getMonth", static t => t.Month - 1);
        Part(table, "getDate", static t => t.Day);
        Part(table, "getDayOfMonth", static t => t.Day - 1);
        Part(table, "getDayOfWeek", static t => (long)t.DayOfWeek);
        Part(table, "getDayOfYear", static t => t.DayOfYear - 1);
        Part(table, "getHours", static t => t.Hour);
        Part(table, "getMinutes", static t => t.Minute);
        Part(table, "getSeconds", static t => t.Second);
        Part(table, "getMilliseconds", static t => t.Millisecond);
        table.Member("getHours", [Duration], Int, static a => (long)((TimeSpan)a[0]!).TotalHours);
        table.Member("getMinutes", [Duration], Int, static a => (long)((TimeSpan)a[0]!).TotalMinutes);
        table.Member("getSeconds", [Duration], Int, static a => (long)((TimeSpan)a[0]!).TotalSeconds);
        table.Member("getMilliseconds", [Duration], Int, static a => (long)((TimeSpan)a[0]!).TotalMilliseconds);
    }

    public static DateTimeOffset Instant(string text) => Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.ToUniversalTime()
        : throw new CelFailure($"type conversion error from 'string' to 'google.protobuf.Timestamp': parsing time \"{text}\"");

    public static DateTimeOffset Instant(long seconds) =>
        seconds is >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new CelFailure("timestamp overflow");

    /// <summary>A span in the form of Go: <c>1h30m</c>, <c>1.5s</c>.</summary>
    public static TimeSpan Span(string text) => GoDuration.TryParse(text, out var span) ? span : throw new CelFailure($"time: invalid duration \"{text}\"");

    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>In seconds, as in <c>5400s</c>.</summary>
    public static string Show(TimeSpan span)
    {
        var text = new StringBuilder().Append((span.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture)).Append('s');
        return text.ToString();
    }

    private static DateTimeOffset Instant(DateTimeOffset time, TimeSpan span)
    {
        try
        {
            return time + span;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CelFailure("timestamp overflow");
        }
    }

    private static void Part(FunctionTable table, string name, Func<DateTimeOffset, long> part)
    {
        table.Member(name, [Timestamp], Int, a => part((DateTimeOffset)a[0]!));
        table.Member(name, [Timestamp, Types.CelType.String], Int, a => part(At((DateTimeOffset)a[0]!, (string)a[1]!)));
    }

    /// <summary>The time in a zone: by its name, or as hours and minutes from UTC.</summary>
    private static DateTimeOffset At(DateTimeOffset time, string zone)
    {
        if (Offset().Match(zone) is { Success: true } offset)
        {
            var span = new TimeSpan(int.Parse(offset.Groups["h"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(offset.Groups["m"].ValueSpan, CultureInfo.InvariantCulture), 0);
            return span <= TimeSpan.FromHours(14) ? time.ToOffset(zone[0] == '-' ? -span : span) : throw new CelFailure($"unknown time zone {zone}");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? TimeZoneInfo.ConvertTime(time, known) : throw new CelFailure($"unknown time zone {zone}");
    }

    [GeneratedRegex(@"^[+-]?(?<h>\d{2}):(?<m>\d{2})$")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Rfc3339();
}
