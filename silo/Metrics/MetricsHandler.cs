using System.Globalization;
using System.Text;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Watching;

namespace Orleans.Kube.Silo.Metrics;

/// <summary>/metrics, and /metrics/slis for what health checks found, in the Prometheus text format.</summary>
public sealed class MetricsHandler(RequestMetrics requests, HealthMetrics health, WatchPacing watches, FlowController flows, IClusterState cluster) : IPathHandler
{
    private const string HealthPath = "/metrics/slis";

    public IReadOnlyList<string> Roots { get; } = ["/metrics"];

    public IEnumerable<string> Paths => ["/metrics", HealthPath];

    public ValueTask HandleAsync(ApiRequest request) => request.Info.Path switch
    {
        "/metrics" => WriteAsync(request, WriteServer),
        HealthPath => WriteAsync(request, health.Write),
        _ => Answer.WriteTextAsync(request.Http, 404, "404 page not found\n"),
    };

    private static ValueTask WriteAsync(ApiRequest request, Action<StringBuilder> write)
    {
        var text = new StringBuilder(16 * 1024);
        write(text);
        return Answer.WriteAsync(request.Http, 200, Encoding.UTF8.GetBytes(text.ToString()), "text/plain; version=0.0.4; charset=utf-8");
    }

    private void WriteServer(StringBuilder text)
    {
        requests.Write(text);
        flows.Write(text);
        var view = cluster.Current;
        text.Append(CultureInfo.InvariantCulture, $"# HELP apiserver_watchers Watches that are open.\n# TYPE apiserver_watchers gauge\napiserver_watchers {watches.Watchers}\n");
        text.Append(CultureInfo.InvariantCulture, $"# HELP ledger_revision The latest revision.\n# TYPE ledger_revision gauge\nledger_revision {view.Revision}\n");
        text.Append("# HELP apiserver_storage_objects Stored objects by resource.\n# TYPE apiserver_storage_objects gauge\n");
        foreach (var resource in view.Resources)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {view.Count(resource)}\n");
        ProcessMetrics.Write(text);
    }
}
