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
    private const int MostGroups = 64;

    /// <summary>The headers in which other API servers find a user's groups, one in each.</summary>
    public static IReadOnlyList<string> GroupHeaders { get; } = [Group, .. Enumerable.Range(2, MostGroups - 1).Select(static n => $"{Group}-{n}")];

    /// <summary>Tells another silo. Values are escaped.</summary>
    /// <param name="request">The request that is passed on.</param>
    /// <param name="user">Who made it.</param>
    public static void Write(HttpRequestMessage request, UserInfo user)
    {
        WriteUser(request, user, Uri.EscapeDataString);
        foreach (var group in user.Groups) request.Headers.TryAddWithoutValidation(Group, Uri.EscapeDataString(group));
    }

    /// <summary>
    /// Tells another API server, which takes values as they are. The values of one header would arrive joined by commas and be taken for one
    /// group, so each group has a header of its own; those beyond the last are left out.
    /// </summary>
    /// <param name="request">The request that is passed on.</param>
    /// <param name="user">Who made it.</param>
    public static void WriteApart(HttpRequestMessage request, UserInfo user)
    {
        WriteUser(request, user, static value => value);
        foreach (var (header, group) in GroupHeaders.Zip(user.Groups)) request.Headers.TryAddWithoutValidation(header, group);
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

    private static void WriteUser(HttpRequestMessage request, UserInfo user, Func<string, string> shown)
    {
        request.Headers.TryAddWithoutValidation(User, shown(user.Username));
        if (user.Uid.Length > 0) request.Headers.TryAddWithoutValidation(Uid, shown(user.Uid));
        foreach (var (name, values) in user.Extra)
            foreach (var value in values) request.Headers.TryAddWithoutValidation(ExtraPrefix + Uri.EscapeDataString(name), shown(value));
    }

    // Several values of a header can arrive as one, joined by commas; the commas of the values themselves are escaped.
    private static string[] Values(StringValues header) => [.. header.ToString().Split(',', StringSplitOptions.TrimEntries).Select(Uri.UnescapeDataString)];
}
