using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class WorkloadValidationTests
{
    [Theory]
    [InlineData("'replicas':-1", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("'minReadySeconds':-1", "spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("'progressDeadlineSeconds':5,'minReadySeconds':5", "spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds")]
    [InlineData("'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':0,'maxUnavailable':0}}", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}: may not be 0 when `maxSurge` is 0")]
    [InlineData("'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':'101%'}}", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:\"101%\"}: must not be greater than 100%")]
    [InlineData("'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'a lot'}}", "spec.strategy.rollingUpdate.maxSurge: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:\"a lot\"}: a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")]
    [InlineData("'strategy':{'type':'Recreate','rollingUpdate':{'maxSurge':1}}", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    public void A_bad_deployment_is_refused_in_kubernetes_words(string spec, string expected) =>
        Sample.CreateErrors(Sample.Deployment(spec)).ShouldBe([expected]);

    [Fact]
    public void The_selector_selects_the_templates_pods() =>
        Sample.CreateErrors(Sample.Deployment(selector: "{'matchLabels':{'app':'other'}}"))
            .ShouldBe(["spec.template.metadata.labels: Invalid value: map[string]string{\"app\":\"web\"}: `selector` does not match template `labels`"]);

    [Fact]
    public void The_selector_selects_something() =>
        Sample.CreateErrors(Sample.Deployment(selector: "{}")).ShouldBe(["spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for deployment"]);

    [Fact]
    public void The_selector_stays() =>
        Sample.UpdateErrors(Sample.Deployment(), Sample.Deployment(selector: "{'matchExpressions':[{'key':'app','operator':'Exists'}]}"))
            .ShouldBe(["spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement{v1.LabelSelectorRequirement{Key:\"app\", Operator:\"Exists\", Values:[]string(nil)}}}: field is immutable"]);

    [Fact]
    public void A_templates_errors_stand_at_the_template() =>
        Sample.CreateErrors(Sample.Deployment().Replace("\"image\":\"web:1\"", "\"image\":\"\"", StringComparison.Ordinal))
            .ShouldBe(["spec.template.spec.containers[0].image: Required value"]);

    [Fact]
    public void Labels_of_a_template_are_labels() =>
        Sample.CreateErrors(Sample.Deployment().Replace("{\"app\":\"web\"}},\"spec\"", "{\"app\":\"web\",\"b\":\"-\"}},\"spec\"", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldStartWith("spec.template.labels: Invalid value: \"-\": a valid label must be");

    [Fact]
    public void Pods_of_a_deployment_always_restart() =>
        Sample.CreateErrors(Sample.Deployment().Replace("\"spec\":{\"containers\"", "\"spec\":{\"restartPolicy\":\"Never\",\"containers\"", StringComparison.Ordinal))
            .ShouldBe(["spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""]);
}
