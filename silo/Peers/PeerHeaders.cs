using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Peers;

/// <summary>How a silo that passes a request on says who made it: the headers of Kubernetes' authenticating proxies.</summary>
internal static class PeerHeaders
{
    private const string User = "X-Remote-User";
    private const string Uid = "X-Remote-Uid";
    private const string Group = "X-Remote-Group";
    private const string ExtraPrefix = "X-Remote-Extra-";

    /// <param name="request">The request that is passed on.</param>
    /// <param name="user">Who made it.</param>
    /// <param name="escapes">Whether values are escaped, as silos do among themselves; other API servers take them as they are.</param>
    public static void Write(HttpRequestMessage request, UserInfo user, bool escapes = true)
    {
        string Shown(string value) => escapes ? Uri.EscapeDataString(value) : value;
        request.Headers.TryAddWithoutValidation(User, Shown(user.Username));
        if (user.Uid.Length > 0) request.Headers.TryAddWithoutValidation(Uid, Shown(user.Uid));
        foreach (var group in user.Groups) request.Headers.TryAddWithoutValidation(Group, Shown(group));
        foreach (var (name, values) in user.Extra)
            foreach (var value in values) request.Headers.TryAddWithoutValidation(ExtraPrefix + Uri.EscapeDataString(name), Shown(value));
    }

    /// <summary>The user that a peer names, or null where it names none.</summary>
    public static UserInfo? Read(HttpRequest request)
    {
        if (request.Headers[User] is not [{ Length: > 0 } name]) return null;
        var extra = request.Headers.Where(static h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)).ToDictionary(
            static h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..]).ToLowerInvariant(),
            static h => (IReadOnlyList<string>)Values(h.Value));
        return new UserInfo
        {
            Username = Uri.UnescapeDataString(name),
            Uid = Uri.UnescapeDataString(request.Headers[Uid].ToString()),
            Groups = Values(request.Headers[Group]),
            Extra = extra,
        };
    }

    // Several values of a header can arrive as one, joined by commas; the commas of the values themselves are escaped.
    private static string[] Values(StringValues header) => [.. header.ToString().Split(',', StringSplitOptions.TrimEntries).Select(Uri.UnescapeDataString)];
}
