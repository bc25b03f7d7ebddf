namespace Orleans.Kube.Grains.Workloads;

/// <summary>What workload grains work with beside <see cref="ObjectServices"/>; one instance a silo.</summary>
public sealed record WorkloadServices(ReconcileServices Reconciling, WorkloadOptions Options);
