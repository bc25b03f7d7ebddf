using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Dashboard;

/// <summary>
/// /dashboard/: the files of a page that shows the cluster in a browser. Anybody may have them: all that is the cluster's, the page asks the API server for,
/// with the token of whoever signed in.
/// </summary>
public sealed class DashboardHandler : IPathHandler
{
    private const string Root = "/dashboard";

    /// <summary>The page loads nothing from elsewhere, runs no script but its own and is nobody's frame.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; script-src-elem 'self' 'sha256-{0}'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly Lazy<FrozenDictionary<string, byte[]>> _files;
    private readonly Lazy<string> _policy;

    public DashboardHandler()
    {
        _files = new(Load);
        _policy = new(() => Policy.Replace("{0}", HashOfScript(_files.Value["index.html"]), StringComparison.Ordinal));
    }

    public IReadOnlyList<string> Roots { get; } = [Root];

    /// <summary>The index names paths of the API; this is none.</summary>
    public IEnumerable<string> Paths { get; } = [];

    public ValueTask HandleAsync(ApiRequest request)
    {
        var http = request.Http;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return Answer.WriteTextAsync(http, 405, "405 method not allowed\n");
        if (request.Info.Path == Root)
        {
            // Relative, for proxies that put the server under a path of theirs.
            http.Response.Redirect("dashboard/");
            return default;
        }

        var name = request.Info.Path[(Root.Length + 1)..] is { Length: > 0 } asked ? asked : "index.html";
        if (!_files.Value.TryGetValue(name, out var file)) return Answer.WriteTextAsync(http, 404, "404 page not found\n");
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = _policy.Value;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Answer.WriteAsync(http, 200, file, MediaTypes[Path.GetExtension(name)]);
    }

    /// <summary>What lets the script that the page itself holds run.</summary>
    private static string HashOfScript(byte[] page)
    {
        var text = Encoding.UTF8.GetString(page);
        var start = text.IndexOf("<script>", StringComparison.Ordinal) + "<script>".Length;
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[start..text.IndexOf("</script>", StringComparison.Ordinal)])));
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        const string Folder = "Orleans.Kube.Silo.Dashboard.";
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Folder.Length..], name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
