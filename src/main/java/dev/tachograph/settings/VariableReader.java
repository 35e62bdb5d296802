package dev.tachograph.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the settings in the environment: the variables that begin with {@code TACHOGRAPH_}. */
record VariableReader(Folders folders) {
    private static final Map<String, Setting<?>> KNOWN =
            KnownSettings.all().stream().collect(Collectors.toUnmodifiableMap(Setting::variable, Function.identity()));

    private static final String KUBERNETES_MARK = "TACHOGRAPH_SERVICE_HOST";

    /** Kubernetes sets these in each container beside a service named tachograph; nobody wrote them. */
    private static final Pattern KUBERNETES = Pattern.compile("TACHOGRAPH_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_.*)?");

    void read(Map<String, String> environment, Findings findings) {
        boolean kubernetes = environment.containsKey(KUBERNETES_MARK);
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(Setting.VARIABLE_PREFIX)
                    && !(kubernetes && KUBERNETES.matcher(variable).matches())) {
                read(variable, value, findings);
            }
        });
    }

    private void read(String variable, String value, Findings findings) {
        Setting<?> setting = KNOWN.get(variable);
        var source = new Source.Environment(variable);
        if (setting == null) {
            // the value stays out of the message: it may be a secret
            String complaint = Suggestion.noSuchSetting(
                    variable,
                    KnownSettings.all().stream().map(Setting::variable).toList());
            findings.add(new SettingProblem(source, null, null, complaint));
        } else {
            findings.add(new Written(setting, source, value, Shown.quoted(value), folders));
        }
    }
}
