using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Metrics;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Health;

/// <summary>
/// /livez, /readyz and /healthz, with <c>?verbose</c>, <c>?exclude=</c> and a path per check, as k8s.io/apiserver/pkg/server/healthz answers. Anybody may ask
/// the first three, so they withhold why something fails; the log and the path of the check tell.
/// </summary>
public sealed partial class HealthHandler(IEnumerable<IHealthReporter> reporters, HealthMetrics metrics, ILogger<HealthHandler> log) : IPathHandler
{
    private readonly IHealthCheck[] _checks = [new HealthCheck("ping", true, static () => null), .. reporters.SelectMany(static r => r.Checks)];

    public IReadOnlyList<string> Roots { get; } = ["/healthz", "/livez", "/readyz"];

    public IEnumerable<string> Paths => Roots.SelectMany(r => Of(r[1..]).Select(c => $"{r}/{c.Name}").Prepend(r));

    public ValueTask HandleAsync(ApiRequest request)
    {
        var path = request.Info.Path;
        var slash = path.IndexOf('/', 1);
        var endpoint = slash < 0 ? path[1..] : path[1..slash];
        if (slash < 0) return WriteAllAsync(request, endpoint);
        if (Of(endpoint).FirstOrDefault(c => c.Name == path[(slash + 1)..]) is not { } one) return Answer.WriteTextAsync(request.Http, 404, "404 page not found\n");
        return one.Problem() is { } problem
            ? Answer.WriteTextAsync(request.Http, 500, $"internal server error: {problem}\n")
            : Answer.WriteAsync(request.Http, 200, "ok"u8.ToArray(), "text/plain; charset=utf-8");
    }

    private IEnumerable<IHealthCheck> Of(string endpoint) => _checks.Where(c => c.ConcernsLife || endpoint == "readyz");

    private ValueTask WriteAllAsync(ApiRequest request, string endpoint)
    {
        var excluded = request.Http.Request.Query["exclude"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        var (text, failed) = (new StringBuilder(), new List<string>());
        foreach (var check in Of(endpoint))
        {
            if (excluded.Remove(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            var problem = check.Problem();
            metrics.Observe(endpoint, check.Name, problem is null);
            text.Append(problem is null ? "[+]" : "[-]").Append(check.Name).Append(problem is null ? " ok\n" : " failed: reason withheld\n");
            if (problem is not null) failed.Add($"{check.Name}: {problem}");
        }

        if (excluded.Count > 0)
            text.Append("warn: some health checks cannot be excluded: no matches for ").AppendJoin(',', excluded.Order(StringComparer.Ordinal).Select(static e => $"\"{e}\"")).Append('\n');
        if (failed.Count > 0)
        {
            Failed(log, endpoint, string.Join("; ", failed));
            return Answer.WriteTextAsync(request.Http, 500, $"{text}{endpoint} check failed\n");
        }

        return Answer.WriteTextAsync(request.Http, 200, request.Query("verbose") is null ? "ok" : $"{text}{endpoint} check passed\n");
    }

    [LoggerMessage(46, LogLevel.Information, "The {Endpoint} check failed: {Problems}")]
    private static partial void Failed(ILogger log, string endpoint, string problems);
}
