using Orleans.Concurrency;
using Orleans.Kube.Model;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>
/// The only writer of one API object. The key names the object: <c>namespace/name</c> (or <c>name</c>) where the kind has a grain
/// interface of its own, <c>plural.group/namespace/name</c> on the shared <see cref="IPlainObjectGrain"/>; <see cref="GrainKeys"/> makes both.
/// </summary>
/// <remarks>
/// Every call is one turn: the change is applied to the latest state, defaulted, admitted, validated and committed to the ledger before the
/// reply. A refusal comes back as a <see cref="ObjectReply.Failure"/>, not as an exception. A call that timed out may still have been carried out.
/// </remarks>
public interface IObjectGrain : IGrainWithStringKey
{
    Task<ObjectReply> CreateAsync(CreateRequest request);

    /// <summary>
    /// Replaces the object or the part that a subresource stands for (<c>status</c>, <c>scale</c>, …). A POST to a subresource that acts on
    /// the object (a pod's <c>binding</c> and <c>eviction</c>) comes this way too.
    /// </summary>
    Task<ObjectReply> ReplaceAsync(ReplaceRequest request);

    /// <summary>Applies a patch to the latest state: without a resourceVersion of its own it never conflicts.</summary>
    Task<ObjectReply> PatchAsync(PatchRequest request);

    Task<ObjectReply> DeleteAsync(DeleteRequest request);
}

/// <summary>The grain of kinds without behaviour of their own, such as ConfigMap and Secret.</summary>
public interface IPlainObjectGrain : IObjectGrain;

/// <summary>A grain that brings the world in line with its object.</summary>
public interface IReconcilingGrain : IObjectGrain
{
    /// <summary>
    /// Something that this object looks at has changed, up to this revision. Wakes coalesce: any number of them while a reconciliation
    /// runs lead to one more.
    /// </summary>
    [OneWay, AlwaysInterleave]
    Task WakeAsync(long revision);

    /// <summary>One reconciliation as a turn of its own. The grain sends it to itself when it is woken; nobody else needs to.</summary>
    [OneWay]
    Task ReconcileAsync();
}

/// <summary>A pod: bound by the scheduler, run by its node. It has no work of its own.</summary>
public interface IPodGrain : IObjectGrain;

public interface IReplicaSetGrain : IReconcilingGrain;

public interface IReplicationControllerGrain : IReconcilingGrain;

public interface IDaemonSetGrain : IReconcilingGrain;

public interface IStatefulSetGrain : IReconcilingGrain;

public interface IJobGrain : IReconcilingGrain;

public interface ICronJobGrain : IReconcilingGrain;

public interface IPodDisruptionBudgetGrain : IReconcilingGrain
{
    /// <summary>Grants the eviction of a pod, or refuses it with 429. Grants are counted one by one, so that they never exceed what the budget allows.</summary>
    Task<ObjectReply> DisruptAsync(string pod, bool dryRun);
}

public interface IResourceQuotaGrain : IReconcilingGrain
{
    /// <summary>
    /// Counts a write before it is made, one after the other, so that together they never exceed what the quota allows. Answers why the object may
    /// not be written, or null when it may.
    /// </summary>
    Task<string?> ChargeAsync(QuotaCharge charge);
}

/// <summary>A write that a quota is to count.</summary>
/// <param name="Wanted">The object as it would be stored.</param>
/// <param name="Old">The object that is stored, or null on a creation.</param>
/// <param name="DryRun">Answers as usual and counts nothing.</param>
[GenerateSerializer, Immutable]
public sealed record QuotaCharge([property: Id(0)] ApiObject Wanted, [property: Id(1)] ApiObject? Old, [property: Id(2)] bool DryRun);

public interface IHorizontalPodAutoscalerGrain : IReconcilingGrain;

public interface IPersistentVolumeGrain : IReconcilingGrain;

public interface IPersistentVolumeClaimGrain : IReconcilingGrain;

public interface ICertificateSigningRequestGrain : IReconcilingGrain;

public interface ICustomResourceDefinitionGrain : IReconcilingGrain;

public interface IValidatingAdmissionPolicyGrain : IReconcilingGrain;

public interface IAPIServiceGrain : IReconcilingGrain;

public interface IFlowSchemaGrain : IReconcilingGrain;

public interface IClusterRoleGrain : IReconcilingGrain;

public interface IServiceAccountGrain : IReconcilingGrain
{
    /// <summary>A secret with a token of the account is gone, as of this revision: the account refers to it no longer.</summary>
    [OneWay, AlwaysInterleave]
    Task ForgetAsync(string secret, long revision);
}

public interface IDeploymentGrain : IReconcilingGrain;

public interface IServiceGrain : IReconcilingGrain;

public interface IServiceCIDRGrain : IReconcilingGrain;

public interface INodeGrain : IReconcilingGrain;

public interface INamespaceGrain : IReconcilingGrain;
