using System.Buffers.Text;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>When a service account token is to be replaced, by what it says of itself. Pure.</summary>
public static class TokenLife
{
    private const double Used = 0.8;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Whether four fifths of its life or a day are over, or it says nothing of its life.</summary>
    public static bool IsDue(string token, DateTimeOffset now) =>
        Read(token) is not { } life || now >= life.Issued + ((life.Expires - life.Issued) * Used) || now >= life.Issued + Longest;

    /// <summary>Whether it is of no use any more.</summary>
    public static bool IsOver(string token, DateTimeOffset now) => Read(token) is not { } life || now >= life.Expires;

    private static (DateTimeOffset Issued, DateTimeOffset Expires)? Read(string token)
    {
        if (token.Split('.') is not [_, var claims, _]) return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            var root = json.RootElement;
            return (DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("iat").GetInt64()), DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("exp").GetInt64()));
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
