using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>What every object grain works with; one instance a silo.</summary>
/// <param name="Registry">The resources that are served.</param>
/// <param name="Cluster">The followed state, from which grains read.</param>
/// <param name="Time">The clock of all timestamps and due times.</param>
/// <param name="Admission">What every write passes before it is validated.</param>
/// <param name="Ids">Uids and name suffixes.</param>
/// <param name="Conversion">Brings what is stored in another version into the present one.</param>
public sealed record ObjectServices(
    ResourceRegistry Registry,
    IClusterState Cluster,
    TimeProvider Time,
    AdmissionChain Admission,
    IUidSource Ids,
    ObjectConversion Conversion);
