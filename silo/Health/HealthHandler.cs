using System.Text;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Health;

/// <summary>/livez, /readyz and /healthz, with <c>?verbose</c>, <c>?exclude=</c> and a path per check.</summary>
public sealed class HealthHandler(IEnumerable<IHealthCheck> checks) : IPathHandler
{
    private readonly IHealthCheck[] _checks = [.. checks];

    public IReadOnlyList<string> Roots { get; } = ["/healthz", "/livez", "/readyz"];

    public IEnumerable<string> Paths => Roots.SelectMany(r => Of(r[1..]).Select(c => $"{r}/{c.Name}").Prepend(r));

    public ValueTask HandleAsync(ApiRequest request)
    {
        var path = request.Info.Path;
        var slash = path.IndexOf('/', 1);
        var endpoint = slash < 0 ? path[1..] : path[1..slash];
        var asked = Of(endpoint);
        if (slash < 0) return WriteAllAsync(request, endpoint, asked);
        if (asked.FirstOrDefault(c => c.Name == path[(slash + 1)..]) is not { } one) return Answer.WriteTextAsync(request.Http, 404, "404 page not found\n");
        return one.Problem() is { } problem
            ? Answer.WriteTextAsync(request.Http, 500, $"internal server error: {problem}\n")
            : Answer.WriteAsync(request.Http, 200, "ok"u8.ToArray(), "text/plain; charset=utf-8");
    }

    private IEnumerable<IHealthCheck> Of(string endpoint) => _checks.Where(c => c.ConcernsLife || endpoint != "livez");

    private static ValueTask WriteAllAsync(ApiRequest request, string endpoint, IEnumerable<IHealthCheck> checks)
    {
        var excluded = request.Http.Request.Query["exclude"];
        var text = new StringBuilder();
        var failed = false;
        foreach (var check in checks)
        {
            if (excluded.Contains(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            var problem = check.Problem();
            failed |= problem is not null;
            text.Append(problem is null ? "[+]" : "[-]").Append(check.Name).Append(problem is null ? " ok\n" : $" failed: {problem}\n");
        }

        if (failed) return Answer.WriteTextAsync(request.Http, 500, $"{text}{endpoint} check failed\n");
        return Answer.WriteTextAsync(request.Http, 200, request.Query("verbose") is null ? "ok" : $"{text}{endpoint} check passed\n");
    }
}
