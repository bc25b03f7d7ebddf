using System.Globalization;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Times in the one form that the API writes.</summary>
public static class Timestamp
{
    /// <summary>RFC 3339 in UTC to the second.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC to the second; null for no time.</summary>
    public static string? Text(DateTimeOffset? time) => time is { } known ? Text(known) : null;
}
