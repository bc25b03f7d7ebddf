using Orleans.Kube.GrainInterfaces;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>The grain of kinds without behaviour. It has no timers, so that an idle one is soon collected.</summary>
[GrainType(GrainKeys.PlainGrainType)]
public sealed class PlainObjectGrain([PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services)
    : ObjectGrain(state, services), IPlainObjectGrain;
