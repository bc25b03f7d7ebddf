using System.Globalization;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Durations as kubectl prints them: two units at most (k8s.io/apimachinery/pkg/util/duration).</summary>
public static class HumanDuration
{
    /// <summary>The time since <paramref name="since"/>, or <c>&lt;unknown&gt;</c>.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset now) => since is null ? "<unknown>" : Format(now - since.Value);

    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return Text(seconds, "s");
        var minutes = seconds / 60;
        if (minutes < 10) return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 180) return Text(minutes, "m");
        var hours = minutes / 60;
        if (hours < 8) return Two(hours, "h", minutes % 60, "m");
        if (hours < 48) return Text(hours, "h");
        var days = hours / 24;
        if (hours < 192) return Two(days, "d", hours % 24, "h");
        if (days < 730) return Text(days, "d");
        var years = days / 365;
        return days < 8 * 365 ? Two(years, "y", days % 365, "d") : Text(years, "y");
    }

    private static string Two(long major, string majorUnit, long minor, string minorUnit) =>
        minor == 0 ? Text(major, majorUnit) : Text(major, majorUnit) + Text(minor, minorUnit);

    private static string Text(long value, string unit) => value.ToString(CultureInfo.InvariantCulture) + unit;
}
