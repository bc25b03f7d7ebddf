using System.Globalization;
using System.Text;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Watching;

namespace Orleans.Kube.Silo.Metrics;

/// <summary>/metrics, in the Prometheus text format.</summary>
public sealed class MetricsHandler(RequestMetrics requests, WatchPacing watches, FlowController flows, IClusterState cluster) : IPathHandler
{
    public IReadOnlyList<string> Roots { get; } = ["/metrics"];

    public ValueTask HandleAsync(ApiRequest request)
    {
        var text = new StringBuilder(16 * 1024);
        requests.Write(text);
        flows.Write(text);
        var view = cluster.Current;
        text.Append(CultureInfo.InvariantCulture, $"# HELP apiserver_watchers Watches that are open.\n# TYPE apiserver_watchers gauge\napiserver_watchers {watches.Watchers}\n");
        text.Append(CultureInfo.InvariantCulture, $"# HELP ledger_revision The latest revision.\n# TYPE ledger_revision gauge\nledger_revision {view.Revision}\n");
        text.Append("# HELP apiserver_storage_objects Stored objects by resource.\n# TYPE apiserver_storage_objects gauge\n");
        foreach (var resource in view.Resources)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {view.Count(resource)}\n");
        ProcessMetrics.Write(text);
        return Answer.WriteAsync(request.Http, 200, Encoding.UTF8.GetBytes(text.ToString()), "text/plain; version=0.0.4");
    }
}
