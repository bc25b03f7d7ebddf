using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>Keeps what is recorded: <c>type reason: message</c>.</summary>
internal sealed class RecordedEvents : IEventRecorder
{
    public List<string> All { get; } = [];

    public void Record(ObjectReference about, string type, string reason, string message, IReadOnlyDictionary<string, string>? annotations = null) => All.Add($"{type} {reason}: {message}");
}
