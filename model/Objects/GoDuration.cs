using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Model;

/// <summary>Spans of time as Go writes them: <c>1h30m</c>, <c>1.5s</c>, <c>-200ms</c>. Exact to 100 ns.</summary>
public static partial class GoDuration
{
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text is "0" or "+0" or "-0") return true;
        var match = Parts().Match(text);
        if (!match.Success) return false;
        decimal ticks = 0;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            if (!decimal.TryParse(match.Groups["number"].Captures[i].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            ticks += number * TicksOf(match.Groups["unit"].Captures[i].Value);
            if (ticks > long.MaxValue) return false;
        }

        span = new TimeSpan((long)(text[0] == '-' ? -ticks : ticks));
        return true;
    }

    /// <summary>A span as Go prints it: <c>1h30m0s</c>, <c>1.5s</c>, <c>200ms</c>, <c>0s</c>. Go's smaller units are not needed: what is less than a second is in milliseconds.</summary>
    public static string Format(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "-" + Format(-span);
        if (span == TimeSpan.Zero) return "0s";
        if (span < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.####}ms");
        var hours = (long)span.TotalHours;
        var text = hours > 0 ? $"{hours}h" : "";
        if (text.Length > 0 || span.Minutes > 0) text += $"{span.Minutes}m";
        return text + string.Create(CultureInfo.InvariantCulture, $"{span.Seconds + (span.Ticks % TimeSpan.TicksPerSecond / (decimal)TimeSpan.TicksPerSecond):0.#######}s");
    }

    private static decimal TicksOf(string unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "ns" => 0.01m,
        _ => TimeSpan.TicksPerMicrosecond,
    };

    [GeneratedRegex(@"^[+-]?(?:(?<number>\d+\.?\d*|\.\d+)(?<unit>h|ms|m|s|us|µs|μs|ns))+$")]
    private static partial Regex Parts();
}
