using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a pod must be, and a template need not (validatePodMetadataAndSpec in k8s.io/kubernetes/pkg/apis/core/validation).</summary>
internal static class PodValidation
{
    public static void Validate(Pod pod, FieldErrors errors)
    {
        using (errors.At("metadata")) PodAnnotationValidation.Validate(pod.Metadata.Annotations, pod.Spec, errors);
        using var _ = errors.At("spec");
        PodSpecValidation.Validate(pod.Spec, errors, pod.Metadata.Name);
        if (pod.Spec.ServiceAccountName.Length == 0) NoTokens(pod.Spec.Volumes, errors);
        for (var i = 0; i < pod.Spec.Containers.Count; i++)
            using (errors.At("containers", i)) Image(pod.Spec.Containers[i].Image, errors);
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
            using (errors.At("initContainers", i)) Image(pod.Spec.InitContainers[i].Image, errors);
    }

    internal static void Image(string image, FieldErrors errors)
    {
        if (image.Length > 0 && (char.IsWhiteSpace(image[0]) || char.IsWhiteSpace(image[^1]))) errors.Invalid("image", image, "must not have leading or trailing whitespace");
    }

    private static void NoTokens(IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        for (var i = 0; i < volumes.Count; i++)
            foreach (var (j, source) in volumes[i].Projected?.Sources.Index() ?? [])
                if (source.ServiceAccountToken is not null)
                    errors.Forbidden($"volumes[{i}].projected.sources[{j}].serviceAccountToken", "must not be specified when serviceAccountName is not set");
    }
}
