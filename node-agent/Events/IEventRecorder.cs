using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Events;

/// <summary>Tells people what happened. Never fails and never waits: events are worth less than the work.</summary>
public interface IEventRecorder
{
    /// <param name="about">What the event is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">One word.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="annotations">What programs are told besides.</param>
    void Record(ObjectReference about, string type, string reason, string message, IReadOnlyDictionary<string, string>? annotations = null);
}
