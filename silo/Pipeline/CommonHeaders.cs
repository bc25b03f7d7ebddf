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
        var asked = http.Request.Headers[AuditId].ToString();
        headers[AuditId] = asked.Length == 0 ? Guid.NewGuid().ToString() : asked.Length > LongestAuditId ? asked[..LongestAuditId] : asked;
        headers.CacheControl = "no-cache, private";
    }
}
