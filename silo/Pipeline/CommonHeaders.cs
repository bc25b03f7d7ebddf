using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>What the head of every answer says.</summary>
internal static class CommonHeaders
{
    private const string AuditId = "Audit-Id";
    private const int LongestAuditId = 64;

    /// <summary>By what name the request goes in logs, which the client may choose; and that answers are for whoever asked and only now.</summary>
    public static void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers[AuditId] = Chosen(http.Request.Headers[AuditId].ToString()) ?? Guid.NewGuid().ToString();
        headers.CacheControl = "no-cache, private";
    }

    /// <summary>The name that the client chose, or null for none and for one that a header of an answer cannot hold.</summary>
    private static string? Chosen(string asked)
    {
        if (asked.Length > LongestAuditId) asked = asked[..LongestAuditId];
        return asked.Length == 0 || asked.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : asked;
    }
}
