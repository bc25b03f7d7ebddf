using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Tests.Definitions;

/// <summary>The gate of classes of volume attributes is off in Kubernetes 1.33: what names one is left out, where it is not there already.</summary>
public sealed class VolumeAttributesTests
{
    private const string Claim = "'spec':{'accessModes':['ReadWriteOnce'],'volumeAttributesClassName':'fast','resources':{'requests':{'storage':'1Gi'}}}";

    private static readonly ResourceDefinition Claims = Sample.DefinitionOf(Sample.Of("v1", "PersistentVolumeClaim", Claim));
    private static readonly ResourceDefinition Volumes = Sample.DefinitionOf(Sample.Of("v1", "PersistentVolume", "'spec':{}", namespaced: false));

    [Fact]
    public void A_new_object_gets_none()
    {
        Sample.Created<PersistentVolumeClaim>(Sample.Of("v1", "PersistentVolumeClaim", Claim)).Spec.VolumeAttributesClassName.ShouldBeNull();
        Sample.Created<PersistentVolume>(Sample.Of("v1", "PersistentVolume", "'spec':{'volumeAttributesClassName':'fast'}", namespaced: false)).Spec.VolumeAttributesClassName.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "fast", null)]
    [InlineData("fast", "fast", "fast")]
    [InlineData("fast", "slow", "slow")]
    [InlineData("fast", null, null)]
    public void A_change_keeps_what_is_there(string? old, string? wanted, string? stored)
    {
        PersistentVolumeClaim Of(string? name) => new()
        {
            Spec = new PersistentVolumeClaimSpec { VolumeAttributesClassName = name },
            Status = new PersistentVolumeClaimStatus { CurrentVolumeAttributesClassName = name, ModifyVolumeStatus = name is null ? null : new ModifyVolumeStatus { Status = "InProgress" } },
        };
        ((PersistentVolumeClaim)Claims.PrepareForUpdate(Of(wanted), Of(old))).Spec.VolumeAttributesClassName.ShouldBe(stored);
        var status = ((PersistentVolumeClaim)Claims.PrepareForStatusUpdate(Of(wanted), Of(old))).Status;
        (status.CurrentVolumeAttributesClassName, status.ModifyVolumeStatus is not null).ShouldBe((stored, stored is not null));
        PersistentVolume Volume(string? name) => new() { Spec = new PersistentVolumeSpec { VolumeAttributesClassName = name } };
        ((PersistentVolume)Volumes.PrepareForUpdate(Volume(wanted), Volume(old))).Spec.VolumeAttributesClassName.ShouldBe(stored);
    }
}
