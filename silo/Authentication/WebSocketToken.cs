using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>
/// The bearer token of a browser, which cannot set headers when it opens a WebSocket and says the token as one of the protocols
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/).
/// </summary>
internal static class WebSocketToken
{
    private const string Prefix = "base64url.bearer.authorization.k8s.io.";

    /// <summary>Puts the token, where there is one, into the header in which others have theirs.</summary>
    /// <exception cref="StatusException">401: it is not written as one, or no protocol is left to agree on.</exception>
    public static void Take(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.SecWebSocketProtocol.Count == 0 || headers.Authorization.Count > 0) return;
        var protocols = headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries).ToLookup(static p => p.StartsWith(Prefix, StringComparison.Ordinal));
        if (!protocols[true].Any()) return;
        if (protocols[true].Count() > 1 || !protocols[false].Any() || Decode(protocols[true].Single()[Prefix.Length..]) is not { Length: > 0 } token) throw Failures.Unauthorized();
        headers.Authorization = BearerToken.Scheme + token;
        headers.SecWebSocketProtocol = string.Join(", ", protocols[false]);
    }

    private static string? Decode(string text) =>
        !text.Contains('=') && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is var bytes && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
