using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Revisions;

/// <summary>The revision of the wanted template.</summary>
/// <param name="Current">The revision, as it will be.</param>
/// <param name="Write">What makes it so, or null when it is so already.</param>
public sealed record RevisionPlan(ControllerRevision Current, ObjectWrite? Write);
