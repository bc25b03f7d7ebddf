using System.Globalization;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>Durations such as <c>1h30m</c> and <c>90s</c>.</summary>
internal static class GoDuration
{
    /// <exception cref="FormatException">The text is no duration of a second or more.</exception>
    public static TimeSpan Parse(string text)
    {
        var (total, start) = (TimeSpan.Zero, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.') continue;
            var unit = text[i] switch { 'h' => TimeSpan.FromHours(1), 'm' => TimeSpan.FromMinutes(1), 's' => TimeSpan.FromSeconds(1), _ => TimeSpan.Zero };
            if (unit == TimeSpan.Zero || !double.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                throw new FormatException($"failed to parse duration {text}");
            total += unit * amount;
            start = i + 1;
        }

        if (start != text.Length || text.Length == 0) throw new FormatException($"failed to parse duration {text}");
        return total < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Floor(total.TotalSeconds));
    }
}
