using System.Globalization;
using System.Text;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// Priority and fairness: flow schemas sort requests into priority levels, each of which has its part of the server's seats. The answers say which schema and level
/// it was. A watch takes its seats until it has sent its state, a stream none. (https://kubernetes.io/docs/concepts/cluster-administration/flow-control/)
/// </summary>
public sealed class FlowController : IHealthReporter
{
    private const string SchemaHeader = "X-Kubernetes-PF-FlowSchema-UID";
    private const string LevelHeader = "X-Kubernetes-PF-PriorityLevel-UID";

    // An odd number with bits all over, so that all bits of the names count in all of the hash.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly Milestone _configured = new("priority-and-fairness-config-consumer");
    private readonly Milestone _seats = new("priority-and-fairness-filter");
    private readonly PriorityLevels _levels;
    private readonly Derived<FlowIndex> _index;
    private readonly RequestWidth _width;

    public FlowController(IClusterState cluster, ResourceRegistry registry, RequestLimits limits, TimeProvider time)
    {
        _width = new RequestWidth(registry, (resource, @namespace) => cluster.Current.Count(resource, @namespace));
        _levels = new PriorityLevels(limits, time);
        _index = new Derived<FlowIndex>(cluster, [Resources.FlowSchemas, Resources.PriorityLevelConfigurations], Make);
    }

    public IReadOnlyList<IHealthCheck> Checks => [_configured, _seats];

    /// <summary>Takes seats for the request, waiting for them if need be; <see cref="ApiRequest.LeaveSeats"/> gives them back.</summary>
    /// <exception cref="StatusException">429: there are none, or it took too long.</exception>
    public async ValueTask EnterAsync(ApiRequest request)
    {
        if (_index.Value.Find(request.User, request.Info) is not var (schema, level)) return;
        var headers = request.Http.Response.Headers;
        (headers[SchemaHeader], headers[LevelHeader]) = (schema.Metadata.Uid, level.Uid);
        if (level.IsExempt || request.Info is { IsLongRunning: true, Verb: not "watch" }) return;
        var width = _width.Of(request, level.Widest);
        await _levels.EnterAsync(level, FlowOf(schema, request), width, request.Aborted);
        request.Seats = new Seats(_levels, level, width);
    }

    /// <summary>Appends the state of the levels under Kubernetes' names for it, in the Prometheus text format.</summary>
    public void Write(StringBuilder text)
    {
        _ = _index.Value;
        var levels = _levels.Report();
        Series("nominal_limit_seats", "gauge", "Seats of the level.", static l => l.Seats);
        Series("current_executing_seats", "gauge", "Seats that are taken.", static l => l.Executing);
        Series("current_inqueue_requests", "gauge", "Requests that wait.", static l => l.Waiting);
        Series("rejected_requests_total", "counter", "Requests that were turned away.", static l => l.Refused);

        void Series(string name, string type, string help, Func<(string Name, int Seats, int Executing, int Waiting, long Refused), long> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP apiserver_flowcontrol_{name} {help}\n# TYPE apiserver_flowcontrol_{name} {type}\n");
            foreach (var level in levels) text.Append(CultureInfo.InvariantCulture, $"apiserver_flowcontrol_{name}{{priority_level=\"{level.Name}\"}} {value(level)}\n");
        }
    }

    private static ulong FlowOf(FlowSchema schema, ApiRequest request)
    {
        var distinguished = schema.Spec.DistinguisherMethod?.Type switch
        {
            FlowDistinguisherMethodType.ByUser => request.User.Username,
            FlowDistinguisherMethodType.ByNamespace => request.Info.Namespace,
            _ => "",
        };
        return (((ulong)(uint)schema.Metadata.Name.GetHashCode(StringComparison.Ordinal) << 32) | (uint)distinguished.GetHashCode(StringComparison.Ordinal)) * Spread;
    }

    private FlowIndex Make(IClusterView view)
    {
        var levels = _levels.Configure([.. view.List(Resources.PriorityLevelConfigurations).Select(static l => l.As<PriorityLevelConfiguration>())]);
        _configured.Reach();
        _seats.Reach();
        return new FlowIndex(view.List(Resources.FlowSchemas).Select(static s => s.As<FlowSchema>()), levels);
    }

    /// <summary>What a request occupies.</summary>
    private sealed class Seats(PriorityLevels levels, PriorityLevel level, int width) : IDisposable
    {
        public void Dispose() => levels.Leave(level, width);
    }
}
