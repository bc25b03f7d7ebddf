using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>A write of an earlier plan that was refused: part of the next view, because conditions and events report it.</summary>
/// <param name="Write">What was to be written.</param>
/// <param name="Reason">The Status' reason, such as <c>AlreadyExists</c> or <c>Forbidden</c>.</param>
/// <param name="Message">The Status' message.</param>
public sealed record Refusal(ObjectWrite Write, string Reason, string Message)
{
    /// <summary>Whether it is but the sign of a view that was out of date.</summary>
    public bool IsStale => Reason is StatusReason.Conflict or StatusReason.NotFound or StatusReason.AlreadyExists;
}
