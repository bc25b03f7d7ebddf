using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>The bearer token of a request.</summary>
public static class BearerToken
{
    /// <summary>What the header starts with.</summary>
    public const string Scheme = "Bearer ";

    /// <summary>The token of the Authorization header, or null when there is none.</summary>
    public static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = value[Scheme.Length..].Trim();
        return token.Length == 0 ? null : token;
    }
}
